import { Spinner, makeStyles } from '@fluentui/react-components';
import { useTexts } from '../context';

const useStyles = makeStyles({ centre: { height: '100%', display: 'grid', placeItems: 'center' } });

/** While nothing is known yet. */
export function Loading() {
  const texts = useTexts();
  return (
    <div className={useStyles().centre}>
      <Spinner label={texts.loading} />
    </div>
  );
}
