import { PostgresCustomerDirectory } from '../postgres/customer-directory.postgres.js';
import { PostgresCustomerRecords } from '../postgres/customers.postgres.js';
import type { Room } from '../registry/room.js';
import { RegistryStandings } from '../verification/registry-standings.js';
import { AmendCustomer } from './amend-customer.js';
import { ChangeCustomer } from './change-customer.js';
import { CustomerController } from './customer.controller.js';
import { CustomerAftermath } from './customer-aftermath.js';
import { CustomerDirectory } from './customer-directory.port.js';
import { CustomerReader } from './customer-reader.js';
import { CustomerReadingController } from './customer-reading.controller.js';
import { CustomerRecords } from './customer-records.port.js';
import { CustomerSteps } from './customer-steps.js';
import { OnboardCustomer } from './onboard-customer.js';
import { OutsideStandings } from './outside-standings.port.js';

export const CUSTOMERS_ROOM: Room = {
  controllers: [CustomerController, CustomerReadingController],
  providers: [
    { provide: CustomerRecords, useClass: PostgresCustomerRecords },
    { provide: CustomerDirectory, useClass: PostgresCustomerDirectory },
    { provide: OutsideStandings, useClass: RegistryStandings },
    CustomerAftermath,
    OnboardCustomer,
    ChangeCustomer,
    AmendCustomer,
    CustomerReader,
    CustomerSteps,
  ],
};
