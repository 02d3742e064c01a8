import {
  Conflict,
  Conflicts,
  Permission,
  PermissionMode,
  Permissions,
  Scripts,
  StoredProcedure,
  StoredProcedures,
  Trigger,
  TriggerOperation,
  Triggers,
  TriggerType,
  User,
  UserDefinedFunction,
  UserDefinedFunctions,
  Users,
  type Container,
  type Database,
} from '@azure/cosmos';
import { START_PATIENCE_MS, startLocalAccount, type LocalAccount } from '../../../local/cosmos/local-account';
import { coverSurface } from './surface';

let account: LocalAccount;
let database: Database;
let container: Container;
let made = 0;

beforeAll(async () => {
  account = await startLocalAccount();
  container = await account.container();
  ({ database } = container);
}, START_PATIENCE_MS);
afterAll(() => account.close());

const fresh = (): string => `made-${(made += 1)}`;
const ALL = { query: 'SELECT * FROM c' };

const newUser = async () => (await database.users.create({ id: fresh() })).user;
const permissionFor = (id: string) => ({ id, permissionMode: PermissionMode.Read, resource: container.url });
const newPermission = async () => (await (await newUser()).permissions.create(permissionFor('p'))).permission;

coverSurface('Users', Users, {
  calls: {
    query: () => database.users.query(ALL).fetchAll(),
    readAll: () => database.users.readAll().fetchAll(),
    create: newUser,
    upsert: () => database.users.upsert({ id: fresh() }),
  },
});

coverSurface('User', User, {
  calls: {
    permission: () => database.user('u').permission('p'),
    read: async () => (await newUser()).read(),
    replace: async () => (await newUser()).replace({ id: fresh() }),
    delete: async () => (await newUser()).delete(),
  },
});

coverSurface('Permissions', Permissions, {
  calls: {
    query: async () => (await newUser()).permissions.query(ALL).fetchAll(),
    readAll: async () => (await newUser()).permissions.readAll().fetchAll(),
    create: newPermission,
    upsert: async () => (await newUser()).permissions.upsert(permissionFor('p')),
  },
});

coverSurface('Permission', Permission, {
  calls: {
    read: async () => (await newPermission()).read(),
    replace: async () => (await newPermission()).replace(permissionFor('p')),
    delete: async () => (await newPermission()).delete(),
  },
});

coverSurface('Scripts', Scripts, {
  calls: {
    storedProcedure: () => container.scripts.storedProcedure('s'),
    trigger: () => container.scripts.trigger('t'),
    userDefinedFunction: () => container.scripts.userDefinedFunction('f'),
  },
});

const newProcedure = async () => {
  const id = fresh();
  await container.scripts.storedProcedures.create({
    id,
    body: 'function () { getContext().getResponse().setBody(1); }',
  });
  return container.scripts.storedProcedure(id);
};
const triggerBody = (id: string) => ({
  id,
  body: 'function () {}',
  triggerType: TriggerType.Pre,
  triggerOperation: TriggerOperation.All,
});
const newTrigger = async () => {
  const id = fresh();
  await container.scripts.triggers.create(triggerBody(id));
  return container.scripts.trigger(id);
};
const newFunction = async () => {
  const id = fresh();
  await container.scripts.userDefinedFunctions.create({ id, body: 'function () {}' });
  return container.scripts.userDefinedFunction(id);
};

coverSurface('StoredProcedures', StoredProcedures, {
  calls: {
    query: () => container.scripts.storedProcedures.query(ALL).fetchAll(),
    readAll: () => container.scripts.storedProcedures.readAll().fetchAll(),
    create: newProcedure,
  },
});

coverSurface('StoredProcedure', StoredProcedure, {
  calls: {
    read: async () => (await newProcedure()).read(),
    replace: async () => {
      const one = await newProcedure();
      return one.replace({ id: one.id, body: 'function () {}' });
    },
    delete: async () => (await newProcedure()).delete(),
    execute: async () => (await newProcedure()).execute('p'),
  },
});

coverSurface('Triggers', Triggers, {
  calls: {
    query: () => container.scripts.triggers.query(ALL).fetchAll(),
    readAll: () => container.scripts.triggers.readAll().fetchAll(),
    create: newTrigger,
  },
});

coverSurface('Trigger', Trigger, {
  calls: {
    read: async () => (await newTrigger()).read(),
    replace: async () => {
      const one = await newTrigger();
      return one.replace(triggerBody(one.id));
    },
    delete: async () => (await newTrigger()).delete(),
  },
});

coverSurface('UserDefinedFunctions', UserDefinedFunctions, {
  calls: {
    query: () => container.scripts.userDefinedFunctions.query(ALL).fetchAll(),
    readAll: () => container.scripts.userDefinedFunctions.readAll().fetchAll(),
    create: newFunction,
  },
});

coverSurface('UserDefinedFunction', UserDefinedFunction, {
  calls: {
    read: async () => (await newFunction()).read(),
    replace: async () => {
      const one = await newFunction();
      return one.replace({ id: one.id, body: 'function () {}' });
    },
    delete: async () => (await newFunction()).delete(),
  },
});

coverSurface('Conflicts', Conflicts, {
  calls: {
    query: () => container.conflicts.query(ALL).fetchAll(),
    readAll: () => container.conflicts.readAll().fetchAll(),
  },
});

coverSurface('Conflict', Conflict, {
  refused: ['read', 'delete'],
  calls: {
    read: () => container.conflict('none', 'p').read(),
    delete: () => container.conflict('none', 'p').delete(),
  },
});
