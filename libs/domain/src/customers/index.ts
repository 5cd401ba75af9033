export * from './customer-profile.js';
