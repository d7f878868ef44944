/** Events in the shapes of Amazon EventBridge: documents, stream, and deliveries to event sinks. */
package dev.berth.events;
