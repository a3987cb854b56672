"""Word files

Revision ID: 0002_word
Revises: 0001_drafts
Create Date: 2026-11-22 21:55:00.000000

"""

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = "0002_word"
down_revision = "0001_drafts"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "word_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("unplaced", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_word_file_draft_id_draft"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_file")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_word_file_draft_id")),
    )
    op.create_table(
        "kept_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word_file_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("section", sa.String(length=300), nullable=False),
        sa.Column("description", sa.String(length=1000), nullable=False),
        sa.Column("trouble", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["word_file_id"], ["word_file.id"], name=op.f("fk_kept_picture_word_file_id_word_file"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_picture")),
    )
    with op.batch_alter_table("kept_picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_picture_word_file_id"), ["word_file_id"], unique=False)


def downgrade():
    with op.batch_alter_table("kept_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_picture_word_file_id"))

    op.drop_table("kept_picture")
    op.drop_table("word_file")
