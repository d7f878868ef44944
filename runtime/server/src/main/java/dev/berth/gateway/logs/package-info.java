/** Reading the logs of containers through their agent. */
package dev.berth.gateway.logs;
