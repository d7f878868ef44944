/** Berth's own HTTP pages. */
package dev.berth.pages;
