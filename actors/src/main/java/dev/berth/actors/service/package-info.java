/**
 * What the scheduler of services needs beside the rules: it reads a service out of the views,
 * remembers what is not journaled, and makes launches of its tasks.
 */
package dev.berth.actors.service;
