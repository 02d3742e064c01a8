/** Something an episode decided that history does not know yet; `id` counts all decisions of an execution. */
export type Decision =
  | { readonly kind: 'activity'; readonly id: number; readonly name: string; readonly input: string }
  | { readonly kind: 'timer'; readonly id: number; readonly fireAt: string }
  | {
      readonly kind: 'subOrchestration';
      readonly id: number;
      readonly name: string;
      readonly version: string;
      readonly instanceId: string;
      readonly input: string | null;
    }
  | {
      readonly kind: 'send';
      readonly id: number;
      readonly target: string;
      readonly name: string;
      readonly input: string;
    };
