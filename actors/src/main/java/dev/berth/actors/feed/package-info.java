/** The changes of the resources of clusters, one by one: live, and replayed from the journal. */
package dev.berth.actors.feed;
