/**
 * The rules of Berth, as pure functions: one package for each aggregate, each with its states,
 * commands, events and decider. Nothing here knows a clock, a thread, an actor or a database; time,
 * ids and randomness come in as arguments.
 */
package dev.berth.domain;
