import {
  Avatar,
  Button,
  Menu,
  MenuPopover,
  MenuTrigger,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { FloorView } from '../data/floor';
import { presenceOf, StateMenu, stateAndVeto } from '../agent/state-picker';
import { useApi, useTexts } from '../context';
import type { Asked } from '../data/api';
import type { Source } from '../data/source';
import { Trouble } from '../look/trouble';
import type { Texts } from '../text/en';
import { AgentQueues } from './agent-queues';
import type { FloorFigure } from './behind';
import { Card } from './card';
import { FigureButton } from './figure-button';

const useStyles = makeStyles({
  table: { minWidth: '600px' },
  name: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground2 },
});

type FloorAgent = FloorView['agents'][number];

interface Shown {
  readonly tenantId: string;
  readonly floor: FloorView;
  readonly source: Source<FloorView>;
  readonly onShow: (figure: FloorFigure) => void;
}

/** Agents as they are now; a supervisor can set their state and their queues. */
export function AgentTable({ tenantId, floor, source, onShow }: Shown) {
  const styles = useStyles();
  const { floor: words } = useTexts();
  const [trouble, setTrouble] = useState<unknown>(null);
  const queueNames = new Map(floor.queues.map(({ queueId, name }) => [queueId, name]));
  return (
    <Card title={words.agents}>
      <Trouble trouble={trouble} onClose={() => setTrouble(null)} />
      <Table size="small" className={styles.table} aria-label={words.agents}>
        <TableHeader>
          <TableRow>
            {[words.agent, words.state, words.holds, words.queues, words.setState].map((head) => (
              <TableHeaderCell key={head}>{head}</TableHeaderCell>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {[...floor.agents].sort(byState).map((agent) => (
            <AgentRow
              key={agent.agentId}
              agent={agent}
              queues={agent.queueIds.map((id) => queueNames.get(id) ?? id).join(', ')}
              onShow={onShow}
              actions={
                <>
                  <AgentQueues {...{ tenantId, agent, source }} queues={floor.queues} onTrouble={setTrouble} />
                  <SetState {...{ tenantId, agent, source }} onTrouble={setTrouble} />
                </>
              }
            />
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

const ORDER = ['notResponding', 'ready', 'notReady', 'signedOut'] as const;

const byState = (one: FloorAgent, other: FloorAgent): number =>
  ORDER.indexOf(one.availability.kind) - ORDER.indexOf(other.availability.kind) || one.name.localeCompare(other.name);

interface RowShown {
  readonly agent: FloorAgent;
  readonly queues: string;
  readonly onShow: (figure: FloorFigure) => void;
  readonly actions: React.ReactNode;
}

function AgentRow({ agent, queues, onShow, actions }: RowShown) {
  const styles = useStyles();
  const texts = useTexts();
  const { agentId, name, availability, holding } = agent;
  const count = Object.values(holding).reduce((sum, one) => sum + one, 0);
  return (
    <TableRow>
      <TableCell>
        <span className={styles.name}>
          <Avatar name={name} size={24} color="colorful" badge={{ status: presenceOf(availability) }} aria-hidden />
          <Text weight="semibold">{name}</Text>
        </span>
      </TableCell>
      <TableCell>{stateAndVeto(texts, agent)}</TableCell>
      <TableCell>
        <FigureButton
          what={`${name}, ${texts.floor.holds}`}
          count={count}
          onClick={() => onShow({ kind: 'agent', agentId, name })}
        />{' '}
        <Text size={200} className={styles.quiet}>
          {holdingText(texts, holding)}
        </Text>
      </TableCell>
      <TableCell>{queues}</TableCell>
      <TableCell>{actions}</TableCell>
    </TableRow>
  );
}

function holdingText({ phases }: Texts, holding: FloorAgent['holding']): string {
  const known = phases as Readonly<Record<string, string>>;
  return Object.entries(holding)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${known[state] ?? state}`)
    .join(', ');
}

interface SetStateShown {
  readonly tenantId: string;
  readonly agent: FloorAgent;
  readonly source: Source<FloorView>;
  readonly onTrouble: (trouble: unknown) => void;
}

function SetState({ tenantId, agent, source, onTrouble }: SetStateShown) {
  const api = useApi();
  const { floor: words } = useTexts();
  const { agentId, name } = agent;
  const set = async (body: NonNullable<Asked<'forceAgentState'>['body']>) => {
    onTrouble(null);
    await api.call('forceAgentState', { params: { agentId }, query: { tenantId }, body }).catch(onTrouble);
    await source.refresh();
  };
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button size="small" appearance="subtle" icon={<MoreHorizontalRegular />} aria-label={words.setStateOf(name)} />
      </MenuTrigger>
      <MenuPopover>
        <StateMenu onChoose={(wanted) => void set(wanted)} signOut={words.signOutAgent} />
      </MenuPopover>
    </Menu>
  );
}
