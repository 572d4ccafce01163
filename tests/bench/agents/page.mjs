// The agent in a page.
import { agent } from './agent.mjs';

globalThis.agent = agent;
