"""`reverie paint sheet`: one photograph in every style."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.cli.paintprogress import shown
from studio.cli.paintwords import quality, whole


def add_sheet(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `sheet`."""
    sheet = actions.add_parser("sheet", help="paint a photograph in every style, on one contact sheet")
    sheet.add_argument("photo", type=Path, metavar="IN")
    sheet.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="PNG, JPEG, WebP or TIFF")
    sheet.add_argument("--side", type=whole, default=360, metavar="N", help="longest side of each picture in pixels")
    sheet.add_argument("--columns", type=whole, default=5, metavar="N")
    sheet.add_argument("--quality", type=quality, default=88, metavar="1..100", help="JPEG and WebP quality")
    sheet.set_defaults(run=_sheet)


def _sheet(args: argparse.Namespace) -> int:
    from engines.paint.contactsheet import SheetRequest, contact_sheet
    from engines.paint.pictures import open_picture, save_picture

    picture = open_picture(args.photo)
    pixels = shown(contact_sheet(SheetRequest(picture.pixels, args.side, args.columns)), "Painting", unit="style")
    save_picture(args.output, pixels, quality=args.quality, protect=args.photo)
    print(f"{args.output}: {pixels.shape[1]} × {pixels.shape[0]}")
    return 0
