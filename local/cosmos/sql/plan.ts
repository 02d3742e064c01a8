import { notEmulated } from '../failure';
import type { Parameters } from './execute';
import { isGrouped, type Query } from './ast';

export const needsPlan = (_query: Query): boolean => false;

export function planQuery(query: Query, _parameters: Parameters): unknown {
  if (isGrouped(query) || query.orderBy.length > 0) throw notEmulated('query plans');
  return {};
}
