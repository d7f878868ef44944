/** The stable SPI of Berth: what a plugin implements, and the values it is given. */
package dev.berth.plugin;
