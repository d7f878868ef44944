/** The offline checker: replays a journal and verifies its invariants. */
package dev.berth.domain.check;
