/** Tables and other text output. */
package dev.berth.cli.text;
