import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, PresenceBadge } from '@fluentui/react-components';
import { useState } from 'react';
import type { FloorInteraction } from '../../../../shared/contracts/http/wallboard';
import type { FloorView } from '../data/floor';
import { presenceOf } from '../agent/state-picker';
import { useApi, useTexts } from '../context';
import { ApiError } from '../data/api';
import { Trouble } from '../look/trouble';

interface Shown {
  readonly tenantId: string;
  readonly floor: FloorView;
  readonly contact: FloorInteraction;
  readonly onDone: () => void;
}

/** Gives somebody who waits to an agent, or takes a customer back from theirs. */
export function ByHand({ tenantId, floor, contact, onDone }: Shown) {
  const { floor: words } = useTexts();
  const api = useApi();
  const [trouble, setTrouble] = useState<unknown>(null);
  const query = { tenantId };
  const params = { interactionId: contact.interactionId };
  const [refusedTo, setRefusedTo] = useState<string | null>(null);
  const act = async (acting: Promise<unknown>) => {
    setTrouble(null);
    setRefusedTo(null);
    await acting.then(onDone, setTrouble);
  };
  const assign = (agentId: string, force: boolean) =>
    act(
      api.call('assignInteraction', { params, query, body: { agentId, force } }).catch((error: unknown) => {
        if (!force && error instanceof ApiError && error.code === 'refused') setRefusedTo(agentId);
        throw error;
      }),
    );
  const takeBack = () => act(api.call('takeBackInteraction', { params, query, body: {} }));
  const signedIn = floor.agents.filter(({ availability }) => availability.kind !== 'signedOut');
  return (
    <>
      <Trouble trouble={trouble} onClose={() => setTrouble(null)} />
      {trouble !== null && refusedTo !== null && (
        <Button size="small" onClick={() => void assign(refusedTo, true)}>
          {words.assignAnyway}
        </Button>
      )}
      {contact.agents.length > 0 ? (
        <Button size="small" onClick={() => void takeBack()}>
          {words.takeBack}
        </Button>
      ) : (
        contact.waitingSince !== null && (
          <AssignMenu agents={signedIn} onChoose={(agentId) => void assign(agentId, false)} />
        )
      )}
    </>
  );
}

interface AssignShown {
  readonly agents: FloorView['agents'];
  readonly onChoose: (agentId: string) => void;
}

function AssignMenu({ agents, onChoose }: AssignShown) {
  const { floor: words } = useTexts();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button size="small" disabled={agents.length === 0}>
          {words.assign}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {agents.map(({ agentId, name, availability }) => (
            <MenuItem
              key={agentId}
              icon={<PresenceBadge status={presenceOf(availability)} aria-hidden />}
              onClick={() => onChoose(agentId)}
            >
              {name}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
