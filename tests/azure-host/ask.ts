import { request as openPlain } from 'node:http';
import { normalAnswer, type Answer, type Names } from './answers';
import { QUESTIONS, type Question } from './questions';

/** A host that runs the fixture app, by plain http. */
export interface Asked {
  readonly url: string;
  /** Name of the task hub. */
  readonly hub: string;
  readonly keys: Readonly<Record<'master' | 'function' | 'eventGrid' | 'durable', string>>;
}

const PATIENCE_MS = 30_000;
const AGAIN_AFTER_MS = 250;
/** Silence is an answer too. */
const NO_ANSWER_AFTER_MS = 20_000;
const NO_ANSWER = 0;

/** All the answers of a host, by the name of the question. */
export async function answersOf(host: Asked): Promise<ReadonlyMap<string, Answer>> {
  const names: Names = { base: host.url, ...host.keys, address: new URL(host.url).host, hub: host.hub };
  const answers = new Map<string, Answer>();
  for (const [chapter, questions] of Object.entries(QUESTIONS)) {
    for (const question of questions)
      answers.set(`${chapter}: ${question.name}`, normalAnswer(await persist(host, question), names));
  }
  return answers;
}

async function persist(host: Asked, question: Question): Promise<Answer> {
  for (let waitedMs = 0; ; waitedMs += AGAIN_AFTER_MS) {
    const answer = await ask(host, question);
    if (question.until === undefined || answer.body.includes(question.until) || waitedMs >= PATIENCE_MS) return answer;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
  }
}

function ask({ url, hub, keys }: Asked, { method, path, headers = {}, body = '' }: Question): Promise<Answer> {
  const values = { ...keys, hub };
  const filled = (text: string) =>
    text.replace(/\{(master|function|eventGrid|durable|hub)\}/g, (_, name: keyof typeof values) => values[name]);
  const own = Object.entries(headers).map(([name, value]) => [name, filled(value)]);
  return new Promise((resolve, reject) => {
    const outgoing = openPlain(
      `${url}${filled(path)}`,
      { method, headers: { ...Object.fromEntries(own), 'content-length': String(Buffer.byteLength(body)) } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.once('error', reject);
        incoming.once('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(' ¶ ')]),
            ),
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.once('error', reject);
    outgoing.setTimeout(NO_ANSWER_AFTER_MS, () => {
      resolve({ status: NO_ANSWER, headers: {}, body: '' });
      outgoing.destroy();
    });
    outgoing.end(body);
  });
}
