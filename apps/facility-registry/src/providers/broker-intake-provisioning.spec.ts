import { BrokerIntakeProvisioning } from './broker-intake-provisioning.js';

describe('intake on a broker', () => {
  const users = new Map<string, string>();
  const intake = new BrokerIntakeProvisioning(
    { createProvider: async (provider, password) => void users.set(provider, password) },
    'broker.test:9094',
  );

  it('answers the access that the broker was told of', async () => {
    const access = await intake.provision('north');
    expect(access).toEqual({
      username: 'north',
      password: users.get('north'),
      bootstrap: 'broker.test:9094',
      intakeTopic: 'intake.north.v1',
      verdictsTopic: 'verdicts.north.v1',
    });
    expect(access.password).toMatch(/^[\w-]{32}$/);
  });

  it('makes another password each time, and tells the broker of it', async () => {
    const [first, second] = [await intake.provision('south'), await intake.provision('south')];
    expect(first.password).not.toBe(second.password);
    expect(users.get('south')).toBe(second.password);
  });

  it('answers nothing when the broker refuses', async () => {
    const failing = new BrokerIntakeProvisioning({ createProvider: () => Promise.reject(new Error('not allowed')) }, 'broker.test:9094');
    await expect(failing.provision('north')).rejects.toThrow('not allowed');
  });
});
