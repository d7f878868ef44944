/** Creating and starting one container, with its host ports and namespaces. */
package dev.berth.agent.task.launch;
