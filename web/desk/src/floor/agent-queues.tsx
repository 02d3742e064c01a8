import { Button, Menu, MenuItemCheckbox, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { PeopleQueueRegular } from '@fluentui/react-icons';
import { useApi, useTexts } from '../context';
import type { FloorView } from '../data/floor';
import type { Source } from '../data/source';

interface Shown {
  readonly tenantId: string;
  readonly agent: FloorView['agents'][number];
  /** Those of the supervisor. */
  readonly queues: FloorView['queues'];
  readonly source: Source<FloorView>;
  readonly onTrouble: (trouble: unknown) => void;
}

const QUEUES = 'queues';

/** Takes an agent who is signed in into queues and out of others, until they sign out. */
export function AgentQueues({ tenantId, agent, queues, source, onTrouble }: Shown) {
  const api = useApi();
  const { floor: words } = useTexts();
  const { agentId, name, queueIds, availability } = agent;
  const move = async (wanted: readonly string[]) => {
    onTrouble(null);
    const body = {
      join: wanted.filter((id) => !queueIds.includes(id)),
      leave: queues.map(({ queueId }) => queueId).filter((id) => queueIds.includes(id) && !wanted.includes(id)),
    };
    await api.call('moveAgent', { params: { agentId }, query: { tenantId }, body }).catch(onTrouble);
    await source.refresh();
  };
  return (
    <Menu
      checkedValues={{ [QUEUES]: queueIds }}
      onCheckedValueChange={(_event, { checkedItems }) => void move(checkedItems)}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button
          size="small"
          appearance="subtle"
          icon={<PeopleQueueRegular />}
          disabled={availability.kind === 'signedOut'}
          aria-label={words.queuesOf(name)}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {queues.map((queue) => (
            <MenuItemCheckbox key={queue.queueId} name={QUEUES} value={queue.queueId}>
              {queue.name}
            </MenuItemCheckbox>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
