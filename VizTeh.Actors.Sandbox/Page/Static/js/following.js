// Lists whose newest entry is at their end.

const near = 60;

/**
 * Keeps a list scrolled to its end if it was there, also after it was hidden. A resize leaves the lowest visible entry where it is on
 * the screen.
 */
export class Following {
  #element;
  #onMove;
  #isAtEnd = true;
  #top = 0;
  #height = 0;

  /**
   * @param {HTMLElement} element
   * @param {() => void} onMove Called when the reader has scrolled, or the list has followed.
   */
  constructor(element, onMove = () => {}) {
    this.#element = element;
    this.#onMove = onMove;
    element.addEventListener("scroll", () => this.#look());
    new ResizeObserver(() => this.#resized()).observe(element);
  }

  get isAtEnd() {
    return this.#isAtEnd;
  }

  toEnd() {
    this.#isAtEnd = true;
    this.#element.scrollTop = this.#element.scrollHeight;
    if (this.#element.clientHeight > 0) this.#height = this.#element.clientHeight;
    this.#look();
  }

  /**
   * Changes the entries, and follows them to their end if the reader was there.
   * @param {() => void} edit
   */
  change(edit) {
    // The event of a scroll comes with the next frame, which may be after the change.
    this.#look();
    edit();
    if (this.#isAtEnd) this.toEnd();
    else this.#look();
  }

  #look() {
    const { scrollTop, scrollHeight, clientHeight } = this.#element;
    // A hidden list has no size, and so no end. After a resize the browser may have moved the list already; #resized() puts it back.
    if (clientHeight === 0 || clientHeight !== this.#height) return;
    this.#top = scrollTop;
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < near;
    this.#onMove();
  }

  #resized() {
    const before = this.#height;
    this.#height = this.#element.clientHeight;
    if (this.#height === 0) return;
    if (before > 0) this.#element.scrollTop = this.#top + before - this.#height;
    else if (this.#isAtEnd) this.#element.scrollTop = this.#element.scrollHeight;
    else this.#element.scrollTop = this.#top;
    this.#look();
  }
}
