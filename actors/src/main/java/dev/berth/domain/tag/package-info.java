/** Tags, which every taggable aggregate keeps with itself. */
package dev.berth.domain.tag;
