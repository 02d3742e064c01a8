/** A package of NuGet: its id and the one version of it that is wanted. */
export interface Wanted {
  readonly id: string;
  readonly version: string;
}

/** Microsoft's host, its worker for Node and the extensions, as the command line of version 5 takes them. */
export const wantedFor = (platform: string, arch: string): readonly Wanted[] => [
  { id: `Azure.Functions.Cli.Workloads.Host.${runtimeOf(platform, arch)}`, version: '4.1048.200-preview.1' },
  { id: 'Azure.Functions.Cli.Workloads.Workers.Node', version: '3.13.0-preview.1' },
  { id: 'Azure.Functions.Cli.Workloads.ExtensionBundles', version: '4.35.0' },
];

/** .NET's name of this kind of machine: https://learn.microsoft.com/dotnet/core/rid-catalog. */
const runtimeOf = (platform: string, arch: string): string =>
  `${platform === 'win32' ? 'win' : platform === 'darwin' ? 'osx' : 'linux'}-${arch}`;

/** A project that does nothing but download a package as it is: https://learn.microsoft.com/nuget/consume-packages/packagedownload-functionality. */
export const projectOf = ({ id, version }: Wanted): string => `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="${id}" Version="[${version}]" /></ItemGroup>
</Project>
`;

export type Restored =
  | { readonly kind: 'restored'; readonly package: Wanted }
  /** What the restore said, in its own words but for its addresses. */
  | { readonly kind: 'refused'; readonly package: Wanted; readonly why: string };

const LONGEST_REASON = 300;

/** Reads what `dotnet restore` wrote and how it ended. */
export function readRestore(wanted: Wanted, exitCode: number | null, output: string): Restored {
  if (exitCode === 0) return { kind: 'restored', package: wanted };
  const errors = output.split('\n').filter((line) => /\berror\b/i.test(line));
  const said = (errors[0] ?? output.trim().split('\n').at(-1) ?? '')
    // A registry's address and a file's path are of this machine; the code and the words are NuGet's.
    .replace(/^.*?\berror\s+(?=[A-Z]+\d+)/i, '')
    .replace(/https?:\/\/[^\s'"]+/g, '…')
    .replace(/\s*\[[^\]]*\.csproj\]\s*$/, '')
    .trim();
  const why = said === '' ? `it ended with ${exitCode ?? 'a signal'}` : said.slice(0, LONGEST_REASON);
  return { kind: 'refused', package: wanted, why };
}

/** The line for a machine on which it cannot run: every missing package and what its restore said. */
export function skippedLine(restored: readonly Restored[]): string | null {
  const refused = restored.filter((one) => one.kind === 'refused');
  if (refused.length === 0) return null;
  return `skipped: ${refused.map(({ package: { id, version }, why }) => `${id} ${version} (${why})`).join('; ')}`;
}
