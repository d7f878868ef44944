/** Health and usage as agents report them; never journaled. */
package dev.berth.domain.observation;
