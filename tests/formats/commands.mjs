// Writes commands to build agents with the libraries of those who read them.
//
// commands.mjs NODE_MODULES github|azure < [{command, properties, message}]

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [modules, agent] = process.argv.slice(2)
const commands = JSON.parse(readFileSync(0, 'utf8'))
if (agent === 'github') {
  const { issueCommand } = await import(pathToFileURL(`${modules}/@actions/core/lib/command.js`).href)
  for (const { command, properties, message } of commands) issueCommand(command, properties, message)
} else {
  const require = createRequire(`${modules}/`)
  const { TaskCommand, commandFromString } = require(`${modules}/azure-pipelines-task-lib/taskcommand.js`)
  for (const { command, properties, message } of commands) {
    const line = new TaskCommand(command, properties, message).toString()
    const read = commandFromString(line)
    const same = read.command === command && read.message === message
    if (!same || Object.keys(properties).some((key) => read.properties[key] !== properties[key])) {
      throw new Error(`read back otherwise: ${line}`)
    }
    console.log(line)
  }
}
