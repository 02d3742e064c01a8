import fc from 'fast-check';
import { repeatabilityId, uuidV5 } from './repeatability';

test('name-based UUIDs are those of RFC 9562, appendix A.4', () => {
  expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  );
});

test('an id is a UUID of version 5 and depends on operation and key alone', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (operation, key) => {
      const id = repeatabilityId(operation, key);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(repeatabilityId(operation, key)).toBe(id);
      expect(repeatabilityId(`${operation}x`, key)).not.toBe(id);
      expect(repeatabilityId(operation, `${key}x`)).not.toBe(id);
    }),
  );
});
