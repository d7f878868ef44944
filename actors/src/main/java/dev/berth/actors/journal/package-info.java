/** The database: the serializer of the journal, and direct access to its rows. */
package dev.berth.actors.journal;
