//! Mistakes in lists of timesteps.

super::mistakes! {
    flag DDIM_STRIDE "ddim-stride" {
        wrong: "the step goes to t − T//n instead of to the next entry of the list of timesteps",
        seen_in: [
            "huggingface/diffusers#12633",
            "huggingface/diffusers#11347",
            "huggingface/diffusers#13108",
            "huggingface/diffusers#14357",
        ],
        seen_by: "the exact flow of a Gaussian, at step counts that do not divide T",
    }
    flag INDEX_AS_TIMESTEP "index-as-timestep" {
        wrong: "inversion takes the number of the step for the timestep",
        seen_in: ["Stability-AI/stablediffusion#226", "huggingface/diffusers#5145"],
        seen_by: "inverting a sample and sampling it again gives it back",
    }
    flag COUNT "count" {
        wrong: "n steps are asked for and another number is run: an integer ratio, an open end, duplicates dropped",
        seen_in: ["Project-MONAI/GenerativeModels#162", "huggingface/diffusers#4122"],
        seen_by: "the length of the list, for every n up to T; the calls, counted",
    }
    flag OFFSET_OVERFLOW "offset-overflow" {
        wrong: "with offset 1 and all T steps the list reads index T",
        seen_in: ["huggingface/diffusers#10003"],
        seen_by: "every n up to T",
    }
    flag IMG2IMG_LEVEL "img2img-level" {
        wrong: "an image is noised to one level and denoised from the one before",
        seen_in: ["CompVis/stable-diffusion#533", "huggingface/diffusers#7651"],
        seen_by: "the level of the noising is the level of the first step",
    }

    convention "TIMESTEP-BASE" {
        right: "timesteps count from 1; 0 is clean data",
        source: "DDPM §2",
        COUNTED_FROM_0 {
            reads: "counted from 0",
            effect: "every timestep is one lower: the noisiest level is never visited",
        }
        ONE_INDEX_EARLIER {
            reads: "one index earlier",
            effect: "the network is told of a level one timestep cleaner than the state is in: a faint grain stays",
        }
        ONE_INDEX_LATER {
            reads: "one index later",
            effect: "the network is told of a level one timestep noisier than the state is in: pictures slightly too smooth",
            flag: IMG2IMG_LEVEL,
        }
        TABLE_READ_TOO_EARLY {
            reads: "the table read one place too early",
            effect: "a picture is noised to one level and denoised from the next: it comes back too smooth",
        }
        TABLE_READ_TOO_LATE {
            reads: "the table read one place too late",
            effect: "a picture is noised to one level and denoised from the one before: a faint grain stays; at the last timestep the table is overrun",
            flag: IMG2IMG_LEVEL,
            seen_in: [
                "CompVis/stable-diffusion#533",
                "huggingface/diffusers#7651",
                "huggingface/diffusers#10003",
            ],
        }
    }

    convention "TIMESTEP-COUNT" {
        right: "n timesteps asked for are n timesteps",
        source: "Lin et al. Table 2",
        OFFSET_PAST_THE_END {
            reads: "an offset leads past the end of the table",
            effect: "with all T steps the program stops with an index error, or reads what is no level",
            flag: OFFSET_OVERFLOW,
        }
        EVERY_NTH {
            reads: "every ⌊T/n⌋-th of all: another number of them",
            effect: "300 steps of 1000 asked for are 334 steps run: other levels, other pictures, another bill",
            flag: COUNT,
        }
        ONE_STEP_LESS {
            reads: "one step less",
            effect: "one call of the model less than asked for: if it is the last, its noise stays in the sample",
        }
        ONE_STEP_MORE {
            reads: "one step more",
            effect: "one call of the model more than asked for: pictures of n steps are those of n + 1",
        }
    }

    convention "TIMESTEP-INDEX" {
        right: "step i is taken at timesteps[i]",
        source: "DDIM §4.2",
        STEP_NUMBER_FOR_TIMESTEP {
            reads: "the number of the step for the timestep",
            effect: "50 steps of inversion stay within the 50 cleanest of 1000 levels: what comes out is the picture with a little noise, and sampling from it gives another",
            flag: INDEX_AS_TIMESTEP,
        }
    }

    convention "TIMESTEP-NEXT" {
        right: "the next timestep is the next of the list",
        source: "DDIM §4.2",
        A_STRIDE_ON {
            reads: "t − ⌊T/n⌋",
            effect: "a step ends at another level than the next one begins at: with 7 steps of 1000 the state is out of step from the first call on, and noise stays or detail goes",
            flag: DDIM_STRIDE,
        }
        A_STRIDE_ON_AND_STOPPING_SHORT {
            reads: "t − ⌊T/n⌋, and at last the first noisy level",
            effect: "a step ends at another level than the next one begins at, and noise of the first level stays in every sample",
            flag: DDIM_STRIDE,
        }
    }

    convention "TIMESTEP-OFFSET" {
        right: "leading adds the offset to each timestep",
        source: "Lin et al. Table 2",
        MOVED_BY_ONE {
            reads: "leading, moved by one",
            effect: "every timestep is one higher than asked for: levels that another program with the same settings does not visit",
        }
        OFFSET_LEFT_OUT {
            reads: "the offset left out",
            effect: "every timestep is one lower than the network is used with: a slightly cleaner level is told than the state is in",
        }
    }

    convention "TIMESTEP-ORDER" {
        right: "timesteps run from late to early",
        source: "DDPM Algorithm 2",
        A_LEVEL_TWICE {
            reads: "a level twice",
            effect: "one step does nothing: a call of the model is lost, and with few steps the picture is that of n − 1",
        }
        TIMESTEPS_ASCENDING {
            reads: "early to late",
            effect: "noise is added where it should be taken away: samples are noise",
        }
    }

    convention "TIMESTEP-ROUNDING" {
        right: "trailing and linspace round to the nearest, halves to even",
        source: "Lin et al. Table 2",
        ROUNDED_DOWN {
            reads: "rounded down",
            effect: "some timesteps are one lower than published: nothing to see, but no run equals another program's",
        }
    }

    convention "TIMESTEP-SPACING" {
        right: "the spacing is the one asked for",
        source: "Lin et al. Table 2",
        SPACED_LEADING {
            reads: "leading",
            effect: "the noisiest levels are not visited, 901 is the first of 10 in 1000: brightness stays near the middle",
        }
        SPACED_LINSPACE {
            reads: "linspace",
            effect: "every level between the first and the last is another than asked for: other pictures from the same noise",
        }
        SPACED_TRAILING {
            reads: "trailing",
            effect: "the last step leaps to clean data from T/n: fine detail is coarser than with a level near 0",
        }
    }
}
