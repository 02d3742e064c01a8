/** The dependency rule of docs/architecture.md, a rule a row: what a folder may import beside itself. */
const ADAPTERS = ['channels/[^/]+', 'teams', 'store/[^/]+', 'events', 'realtime', 'security', 'graph', 'look-up'];
const CORE = '^shared/core/';
const PORTS = '^shared/ports/';
const CONTRACTS = '^shared/contracts/';
const SDK = 'node_modules/';
/** Computation of the platform, no I/O. */
const BUILT_IN = '^(node:)?(crypto|util|zlib|async_hooks|buffer)$';

/** Files of `from` may reach only `allowed` (regular expressions on resolved paths). */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: '\\.(test|testsuite)\\.ts$' },
  to: { pathNot: allowed },
});

const adapterRule = (folder) => {
  const pattern = `^shared/${folder}/`;
  const own = folder.includes('[^/]+') ? `^shared/${folder.replace('[^/]+', '$1')}/` : pattern;
  const extra = folder.startsWith('channels')
    ? ['^shared/graph/', '^shared/channels/[^/]+\\.ts$']
    : folder === 'teams'
      ? ['^shared/graph/']
      : [];
  return only(
    `adapter-${folder.replace(/\W+/g, '-')}`,
    folder.includes('[^/]+') ? `^shared/${folder.replace('[^/]+', '([^/]+)')}/` : pattern,
    [own, CORE, PORTS, CONTRACTS, SDK, BUILT_IN, ...extra],
    'An adapter knows core, ports, contracts and its own SDKs; never another adapter (e-mail and teams use graph), never flows.',
  );
};

const LOCAL_PARTS =
  'kit|durable|cosmos|communication|event-grid|graph|teams|web-pubsub|entra|blob|queue|telesign|crm|console|scenarios';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('core', CORE, [CORE], 'The core is pure and imports itself only.'),
    only('contracts', CONTRACTS, [CONTRACTS, CORE, 'node_modules/(zod|yaml)/'], 'Contracts import core, zod and yaml.'),
    only('ports', PORTS, [PORTS, CORE, CONTRACTS], 'Ports are interfaces over core and contracts.'),
    only(
      'flows',
      '^shared/flows/',
      ['^shared/flows/', CORE, PORTS, CONTRACTS, 'node_modules/luxon/'],
      'A flow loads, decides, saves and acts through ports.',
    ),
    only(
      'orchestration',
      '^shared/orchestration/',
      ['^shared/orchestration/', CORE, PORTS, CONTRACTS, 'node_modules/durable-functions/'],
      'Orchestrations are deterministic generators.',
    ),
    ...ADAPTERS.map(adapterRule),
    only(
      'functions',
      '^functions/(?!compose)',
      [
        '^functions/',
        '^shared/(flows|orchestration|contracts|security|core|ports)/',
        '^shared/channels/[^/]+/(parse|index)\\.ts$',
        '^shared/teams/(parse|cards|invoke-answer)\\.ts$',
        'node_modules/(@azure/functions|durable-functions|zod)/',
        '^node:',
        '^[a-z_/]+$',
      ],
      'Registrations call flows; only compose.ts picks adapters.',
    ),
    only(
      'transcripts',
      '^transcripts/(?!compose)',
      [
        '^transcripts/',
        '^shared/(flows|contracts|security|core|ports)/',
        '^shared/channels/[^/]+/parse[^/]*\\.ts$',
        'node_modules/(@types/)?ws/',
        '^node:',
        '^[a-z_/]+$',
      ],
      'The container keeps what is said by a flow; only compose.ts picks adapters.',
    ),
    only(
      'local-parts',
      `^local/(${LOCAL_PARTS})/`,
      ['^local/$1/', '^local/kit/', SDK, '^node:', '^[a-z_/]+$'],
      'An emulator that shares our code shares our mistakes.',
    ),
    only(
      'local-host',
      '^local/host/',
      ['^local/(host|durable|kit)/', SDK, '^node:', '^[a-z_/]+$'],
      'The host loads its Durable extension; nothing of ours.',
    ),
    only(
      'local-main',
      '^local/([^/]+\\.ts|setup/|simulator/)',
      ['^local/', SDK, '^node:', '^[a-z_/]+$'],
      'The composition of local Azure loads the app by path.',
    ),
    only(
      'cli',
      '^cli/',
      [
        '^cli/',
        CONTRACTS,
        CORE,
        // What a plan would have done to a day that was.
        '^simulation/(simulation-error|replay/(compare-fates|record|replay-file))\\.ts$',
        SDK,
        '^node:',
        '^[a-z_/]+$',
      ],
      'The command line knows the core, the contracts and the replay of a day; a stamp only by its HTTP API.',
    ),
    only('web', '^web/(?!desk/)', ['^web/', CONTRACTS, CORE, SDK, '^[a-z_/]+$'], 'A page knows the contracts.'),
    only(
      'web-desk',
      '^web/desk/',
      // Its packages are its own and need not be installed here: whatever is not a folder of ours.
      ['^web/', CONTRACTS, CORE, '^(?!(shared|functions|local|cli|tests|bench|demo|simulation)/)'],
      'The desk knows the contracts.',
    ),
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { path: '^(functions|shared|local|web|cli|transcripts)/', pathNot: '\\.(test|testsuite)\\.ts$' },
      to: { path: ['^(tests|bench)/', '\\.(test|testsuite)\\.ts$'] },
    },
    {
      name: 'nobody-imports-simulation',
      severity: 'error',
      comment: 'But the command line, by its own rule.',
      from: { path: '^(functions|shared|local|web|transcripts)/', pathNot: '\\.(test|testsuite)\\.ts$' },
      to: { path: '^simulation/' },
    },
    only(
      'simulation',
      '^simulation/',
      [
        '^simulation/',
        CORE,
        CONTRACTS,
        // How the product reads a configuration.
        '^shared/flows/(lib/local-time|routing/routing-config)\\.ts$',
        SDK,
        '^(node:)?[a-z_/]+$',
        // Types only: its `.js` stands for a declaration, which the resolver does not know.
        '^vega-lite/types_unstable/',
      ],
      'A simulation reaches decisions through shared/core/routing only.',
    ),
    {
      name: 'bench-reaches-decisions-only',
      severity: 'error',
      from: { path: '^bench/' },
      to: { path: '^shared/(flows|channels|teams|orchestration)/', pathNot: '^shared/flows/routing/shard-runner' },
    },
    {
      name: 'demo-from-outside',
      severity: 'error',
      comment: 'The demo checks the product from outside: by its API, the simulator and the vendors’ SDKs.',
      from: { path: '^demo/' },
      to: { path: '^(shared|functions|tests|bench)/' },
    },
    {
      name: 'cosmos-sdk-stays',
      severity: 'error',
      from: { path: '^(functions|shared|transcripts)/', pathNot: '^(shared/store/cosmos/|functions/compose)' },
      to: { path: 'node_modules/@azure/cosmos/' },
    },
    {
      name: 'communication-sdks-stay',
      severity: 'error',
      from: { path: '^(functions|shared|transcripts)/', pathNot: '^(shared/channels/|functions/compose)' },
      to: { path: 'node_modules/@azure/communication-' },
    },
    {
      name: 'event-grid-sdk-stays',
      severity: 'error',
      from: { path: '^(functions|shared|transcripts)/', pathNot: '^(shared/events/|functions/compose)' },
      to: { path: 'node_modules/@azure/eventgrid/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|\\.local|\\.worktrees)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['require', 'import', 'node', 'default', 'types'],
    },
  },
};
