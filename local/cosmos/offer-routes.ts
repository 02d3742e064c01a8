import type { LocalRequest, Route } from '../kit/http';
import type { DatabaseRecord } from './container-record';
import { badRequest, notFound } from './failure';
import { feed, select } from './feed';
import { isQuery } from './is-query';
import type { Json, JsonObject } from './json';
import { contentOf, newOffer, readContent, type Offer } from './offer';
import { nowSeconds, route, type Account } from './operation';
import { SMALLEST_CHARGE } from './request-units';
import { databaseRid } from './resource-ids';

/** Four characters, as the service has them; what they are made of is nobody's business. */
const idOf = ({ rid }: Offer): string => Buffer.from(rid).toString('hex').slice(0, 16);

const resource = (offer: Offer): JsonObject & { readonly _etag: string } => ({
  id: idOf(offer),
  _rid: idOf(offer),
  _self: `offers/${idOf(offer)}/`,
  _etag: offer.etag,
  _ts: offer.ts,
  offerVersion: 'V2',
  offerType: 'Invalid',
  resource: offer.self,
  offerResourceId: offer.rid,
  content: contentOf(offer.content),
});

/** Offers are listed, read and replaced; they come and go with what they are for. */
export function offerRoutes(account: Account): readonly Route[] {
  const { catalog, offers } = account;
  const living = (): readonly Offer[] => {
    const rids = new Set(catalog.databases().flatMap((one) => [databaseRid(one.n), ...ridsOf(account, one)]));
    return offers.values().filter(({ rid }) => rids.has(rid));
  };
  const found = ({ params }: LocalRequest): Offer => {
    const offer = living().find((one) => idOf(one) === params['id']?.toLowerCase());
    if (offer === undefined) throw notFound();
    return offer;
  };
  const answer = (offer: Offer) => ({
    status: 200,
    charge: SMALLEST_CHARGE,
    body: resource(offer),
    headers: { etag: offer.etag },
  });
  return [
    route(account, 'GET', '/offers', (request) => feed(request, 'Offers', '', living().map(resource))),
    route(account, 'POST', '/offers', (request) => {
      if (!isQuery(request)) throw badRequest('Offers are made with what they are for.');
      return feed(request, 'Offers', '', select(account, request, living().map(resource)));
    }),
    route(account, 'GET', '/offers/{id}', (request) => answer(found(request))),
    route(account, 'PUT', '/offers/{id}', async (request) => {
      const { rid, self } = found(request);
      const offer = newOffer(rid, self, readContent(request.json() as Json | undefined), nowSeconds(account));
      await offers.put(rid, offer);
      return answer(offer);
    }),
  ];
}

const ridsOf = ({ catalog }: Account, { id }: DatabaseRecord): readonly string[] =>
  catalog.containers(id).map(({ rid }) => rid);
