/**
 * The scheduler of services, in addition to its rules: it reads a service from the views, keeps the
 * state that is not journaled, and creates the launch requests of its tasks.
 */
package dev.berth.actors.service;
