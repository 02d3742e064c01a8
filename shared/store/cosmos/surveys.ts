import type { Container } from '@azure/cosmos';
import type { SurveyAnswer, SurveyStore } from '../../ports/survey-store';
import { create, read, type Document } from './documents';
import { interactionPartition } from './interactions';

interface SurveyDocument extends Document {
  readonly kind: 'survey';
  readonly answer: SurveyAnswer;
}

const ID = 'survey';

/** The `interactions` container as the store of what customers say of them. */
export function cosmosSurveys(container: Container): SurveyStore {
  return {
    async keep(ref, answer) {
      const document: SurveyDocument = { id: ID, pk: interactionPartition(ref), kind: 'survey', answer };
      return (await create(container, document)).kind === 'created' ? 'kept' : 'repeated';
    },
    of: async (ref) => (await read<SurveyDocument>(container, ID, interactionPartition(ref)))?.answer,
  };
}
