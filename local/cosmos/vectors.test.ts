import {
  VectorEmbeddingDataType,
  VectorEmbeddingDistanceFunction,
  VectorIndexType,
  type Container,
  type ContainerRequest,
  type ErrorResponse,
  type VectorEmbedding,
} from '@azure/cosmos';
import { openAccount, type AnyAccount } from './any-account.testsuite';
import { START_PATIENCE_MS } from './local-account';

const { Cosine, DotProduct, Euclidean } = VectorEmbeddingDistanceFunction;
const embedding = (path: string, distanceFunction = Cosine): VectorEmbedding => ({
  path,
  dataType: VectorEmbeddingDataType.Float32,
  dimensions: 2,
  distanceFunction,
});
const POLICY = {
  vectorEmbeddings: [embedding('/cosine'), embedding('/dot', DotProduct), embedding('/far/off', Euclidean)],
};

let account: AnyAccount;
let container: Container;
beforeAll(async () => {
  account = await openAccount();
  container = await account.container({
    vectorEmbeddingPolicy: POLICY,
    indexingPolicy: { vectorIndexes: [{ path: '/cosine', type: VectorIndexType.Flat }] },
  });
  // By angle, by product and by distance from (1, 0) they go in three different orders.
  const vectors = { a: [1, 0], b: [10, 1], c: [0, 3], d: [-2, 0], e: [2, 1] };
  for (const [id, v] of Object.entries(vectors))
    await container.items.create({ id, pk: `p-${id}`, cosine: v, dot: v, far: { off: v } });
  await container.items.create({ id: 'none', pk: 'p', cosine: [1, 2, 3], dot: 'text' });
}, START_PATIENCE_MS);
afterAll(() => account.close());

const rows = async (query: string): Promise<unknown[]> =>
  (await container.items.query<unknown>(query).fetchAll()).resources;
const refusal = (request: Partial<ContainerRequest>): Promise<unknown> =>
  account.container(request).then(
    () => undefined,
    (error: unknown) => (error as ErrorResponse).code,
  );

describe('VectorDistance', () => {
  test.each([
    ['by the policy: cosine', 'c.cosine', '', ['a', 'b', 'e', 'c', 'd']],
    ['by the policy: dot product', 'c.dot', '', ['b', 'e', 'a', 'c', 'd']],
    ['by the policy: Euclidean', 'c.far.off', '', ['a', 'e', 'd', 'c', 'b']],
    ['as the query says', 'c.cosine', ", true, {distanceFunction: 'DotProduct'}", ['b', 'e', 'a', 'c', 'd']],
  ])('sorts from the most similar on, %s', async (_, path, options, expected) => {
    const distance = `VectorDistance(${path}, [1, 0]${options})`;
    const query = `SELECT TOP 5 VALUE c.id FROM c WHERE IS_DEFINED(${distance}) ORDER BY ${distance}`;
    expect(await rows(query)).toEqual(expected);
    expect(await rows(query.replace('TOP 5 ', '') + ' OFFSET 1 LIMIT 2')).toEqual(expected.slice(1, 3));
  });

  test('says how similar vectors are; those of other lengths are not compared', async () => {
    const query = 'SELECT c.id, VectorDistance(c.cosine, [3, 4]) AS score FROM c';
    expect(await rows(`${query} WHERE c.id = 'a'`)).toEqual([{ id: 'a', score: 0.6 }]);
    expect(await rows(`${query} WHERE c.id = 'none'`)).toEqual([{ id: 'none' }]);
    expect(await rows("SELECT VALUE VectorDistance(c.far.off, [4, 4]) FROM c WHERE c.id = 'a'")).toEqual([5]);
    expect(await rows('SELECT VALUE VectorDistance([0, 0], [1, 1])')).toEqual([]);
  });
});

describe('a container’s vectors', () => {
  test('are read as they were said, and said for good', async () => {
    const { resource } = await container.read();
    expect(resource?.vectorEmbeddingPolicy).toEqual(POLICY);
    const definition = { id: container.id, partitionKey: { paths: ['/pk'] } };
    const indexingPolicy = { vectorIndexes: [{ path: '/cosine', type: VectorIndexType.QuantizedFlat }] };
    await expect(container.replace({ ...resource!, indexingPolicy })).rejects.toMatchObject({ code: 400 });
    await expect(container.replace(definition)).rejects.toMatchObject({ code: 400 });
    expect((await container.replace({ ...resource!, defaultTtl: 100 })).statusCode).toBe(200);
  });

  test('are checked, and only they have vector indexes', async () => {
    const vectorIndexes = [{ path: '/cosine', type: VectorIndexType.Flat }];
    expect(await refusal({ indexingPolicy: { vectorIndexes } })).toBe(400);
    expect(await refusal({ vectorEmbeddingPolicy: { vectorEmbeddings: [embedding('cosine')] } })).toBe(400);
    const dimensions = { ...embedding('/v'), dimensions: 0 };
    expect(await refusal({ vectorEmbeddingPolicy: { vectorEmbeddings: [dimensions] } })).toBe(400);
    const metric = { ...embedding('/v'), distanceFunction: 'hamming' as VectorEmbeddingDistanceFunction };
    expect(await refusal({ vectorEmbeddingPolicy: { vectorEmbeddings: [metric] } })).toBe(400);
  });
});
