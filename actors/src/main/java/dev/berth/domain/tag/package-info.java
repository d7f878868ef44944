/** Tags, which are a part of every taggable aggregate. */
package dev.berth.domain.tag;
