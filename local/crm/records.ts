/** Customers by the number that they call from. Numbers are fictional. */
export const CUSTOMERS: Readonly<Record<string, { readonly name: string; readonly tier: 'gold' | 'standard' }>> = {
  '+14255550170': { name: 'Grace Hopper', tier: 'gold' },
  '+14255550171': { name: 'Alan Turing', tier: 'standard' },
  '+81312345670': { name: '山田花子', tier: 'gold' },
};

type Status = 'paid' | 'packing' | 'shipped';

/** Orders by their number. */
export const ORDERS: Readonly<
  Record<
    string,
    {
      readonly order: { readonly status: Status; readonly deliveryDay: string };
    }
  >
> = {
  '100001': { order: { status: 'shipped', deliveryDay: 'Thursday' } },
  '100002': { order: { status: 'packing', deliveryDay: 'Monday' } },
  '100003': { order: { status: 'paid', deliveryDay: 'Monday' } },
};
