import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createDOMRenderer, RendererProvider } from '@fluentui/react-components';
import { App } from './app';
import { readNonce, readSettings } from './settings';
import { signIn } from './sign-in/sign-in';

const element = document.getElementById('desk');
if (element === null) throw new Error('The page has no place for the desk.');
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce: readNonce() } });

createRoot(element).render(
  <StrictMode>
    <RendererProvider renderer={renderer} targetDocument={document}>
      <App signingIn={signIn(readSettings())} />
    </RendererProvider>
  </StrictMode>,
);
