/** Events in the shapes of Amazon EventBridge: the documents, the event stream and webhooks. */
package dev.berth.events;
