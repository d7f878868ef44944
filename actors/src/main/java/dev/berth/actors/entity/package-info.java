/** The actor that runs all aggregates, and the registration of each kind of aggregate. */
package dev.berth.actors.entity;
