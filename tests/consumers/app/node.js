import { program } from './src/program.js';

const [entry, threads] = process.argv.slice(2);
console.log(JSON.stringify(await program(await import(entry), { threads: Number(threads) })));
