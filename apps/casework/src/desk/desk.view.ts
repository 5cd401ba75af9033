import type { DeskFile, DeskMention, DeskNote } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';

/** `text` null: erased. */
export const noteView = ({ id, by, at, text }: DeskNote) => ({ id, by, at: isoOf(at), text: text ?? null });
export type NoteView = ReturnType<typeof noteView>;

/** `name` null: erased. */
export const fileView = ({ at, name, ...file }: DeskFile) => ({ ...file, at: isoOf(at), name: name ?? null });
export type FileView = ReturnType<typeof fileView>;

export const mentionView = ({ at, ref, reason, ...mention }: DeskMention) => ({
  ...mention,
  at: isoOf(at),
  ref: ref ?? null,
  reason: reason ?? null,
});
export type MentionView = ReturnType<typeof mentionView>;
