/** Removes expired data from the API and from the database. */
package dev.berth.actors.retention;
