// Lists whose newest entry is at their end.

const near = 60;

/**
 * Keeps a list scrolled to its end if it was there, also after it was hidden or resized. If the reader has scrolled up, the visible
 * entries keep their place on the screen.
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
    this.#look();
  }

  /** Call this after an entry was added. */
  grown() {
    if (this.#isAtEnd) this.toEnd();
    else this.#look();
  }

  #look() {
    const { scrollTop, scrollHeight, clientHeight } = this.#element;
    // A hidden list has no size, and so no end.
    if (clientHeight === 0) return;
    this.#top = scrollTop;
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < near;
    this.#onMove();
  }

  #resized() {
    const height = this.#element.clientHeight;
    if (height === 0) {
      this.#height = 0;
      return;
    }
    if (this.#isAtEnd) this.toEnd();
    else this.#element.scrollTop = this.#height === 0 ? this.#top : this.#element.scrollTop + this.#height - height;
    this.#height = height;
  }
}
