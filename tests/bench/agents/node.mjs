// The agent as a process of its own: takes calls as messages, one at a time.
import { agent } from './agent.mjs';

process.on('message', async ({ method, argument }) => {
  try {
    process.send({ result: await agent[method](argument) });
  } catch (error) {
    process.send({ error: error.stack ?? String(error) });
  }
});
process.on('disconnect', () => process.exit());
