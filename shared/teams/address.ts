/** Where an activity is in Teams. */
export interface ActivityAddress {
  readonly conversationId: string;
  readonly activityId: string;
}

/** The text that stands for an activity outside this folder (`DeskResult.ref`). */
export const encodeActivity = ({ conversationId, activityId }: ActivityAddress): string =>
  `${encodeURIComponent(conversationId)}/${encodeURIComponent(activityId)}`;

/** The inverse of `encodeActivity`; undefined for a text that it did not make. */
export function decodeActivity(ref: string): ActivityAddress | undefined {
  const [conversation, activity, ...rest] = ref.split('/');
  if (!conversation || !activity || rest.length > 0) return undefined;
  try {
    return { conversationId: decodeURIComponent(conversation), activityId: decodeURIComponent(activity) };
  } catch {
    return undefined;
  }
}
