/**
 * What Berth has on this machine: data folders, and the processes that their run files describe.
 */
package dev.berth.cli.installation;
