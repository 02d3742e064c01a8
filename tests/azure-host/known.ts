import type { Difference } from './answers';

/** A difference that `DIVERGENCES.md` of the host or of Durable tells of, and that is expected therefore. */
interface Known {
  /** Of the question, with its chapter. */
  readonly question: RegExp;
  readonly at: RegExp;
}

const KNOWN: readonly Known[] = [
  // Each host is itself.
  { question: /^admin: status$/, at: /^body\.(id|version|versionDetails|processUptime|extensionBundle\..*)$/ },
  // There is no file system to look into (Admin API).
  {
    question: /^admin: (functions|one function|a timer|an orchestrator)$/,
    at: /(script_href|test_data_href|scriptFile|functionDirectory)$/,
  },
  { question: /^admin: functions$/, at: /(href|invoke_url_template)$/ },
  // Texts of .NET: its exceptions, their types and stacks, and how they say what is wrong with JSON.
  { question: /^durable /, at: /^body\.(ExceptionType|StackTrace)$/ },
  { question: /(not|broken) JSON$/, at: /^body\.ExceptionMessage$/ },
  { question: /^durable .*(parent|gives|retries)-1/, at: /\.Details$/ },
  // Children end in any order.
  { question: /^durable .*parent-1/, at: /\.InstanceId$/ },
  // By streams, the proxy on the way escapes an escaped slash anew, and of a repeated parameter the last one counts.
  { question: /^routes: parameter with escapes$/, at: /^body\.url$/ },
  { question: /^routes: route with query$/, at: /^body\.params\.x$/ },
  // How often an execution was continued is not counted.
  { question: /^durable .*collects-1/, at: /\.Generation$/ },
  // Which functions there are is told in the order of either's own tables.
  { question: /what is unknown/, at: /^body.*(output|ExceptionMessage)$/ },
];

/** A handler that streams and says nothing: 504 there after four minutes, here at once (HTTP streaming). */
const isSilence = ({ at, ours, azures }: Difference): boolean => at === 'status' && ours === '504' && azures === '0';

/** Those that nobody has written down. */
export const unexpected = (question: string, differences: readonly Difference[]): readonly Difference[] =>
  differences
    .filter((difference) => !isSilence(difference))
    .filter(({ at }) => !KNOWN.some((known) => known.question.test(question) && known.at.test(at)));
