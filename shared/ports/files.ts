/** Files that are too large for a document: attachments, recordings. */
export interface Files {
  /** Stores it under `path` and answers where; the same path again replaces it with the same content. */
  put(path: string, content: Uint8Array, contentType: string): Promise<string>;
  /** Undefined when it is not there. */
  get(path: string): Promise<Uint8Array | undefined>;
  /** What lies at an address that `put` answered; undefined for any other. */
  open(url: string): Promise<Uint8Array | undefined>;
  /** One that is not there is gone already. */
  remove(path: string): Promise<void>;
}
