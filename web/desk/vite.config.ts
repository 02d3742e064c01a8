import { defineConfig } from 'vite';

/** All files lie in one folder, named after their content: one route of the function app serves them. */
export default defineConfig({
  base: './',
  build: {
    outDir: '../../dist/desk',
    emptyOutDir: true,
    assetsDir: '',
    // The policy of the page lets no inline script run.
    modulePreload: false,
    target: 'es2022',
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // Fluent UI marks every file for React's server components, which mean nothing in a page.
      onLog: (level, log, pass) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : pass(level, log)),
    },
  },
});
